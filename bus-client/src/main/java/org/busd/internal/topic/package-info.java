/** Topics: how a published one is made, and which ones a subscription takes. */
@NullMarked
package org.busd.internal.topic;

import org.jspecify.annotations.NullMarked;
