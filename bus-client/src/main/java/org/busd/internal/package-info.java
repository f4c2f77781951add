/** What the parts of the client share: how they fail, their threads, and what they use again. */
@NullMarked
package org.busd.internal;

import org.jspecify.annotations.NullMarked;
