/** What moves messages from publishers that connect to subscribers that connect, as they are. */
@NullMarked
package org.busd.internal.relay;

import org.jspecify.annotations.NullMarked;
