/** What a hub's consumers wait in: mailboxes with order, how far they have come, and files that survive a crash. */
@NullMarked
package org.busd.internal.hub;

import org.jspecify.annotations.NullMarked;
