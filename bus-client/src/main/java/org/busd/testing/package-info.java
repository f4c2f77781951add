/** For the tests of programs that publish: {@link org.busd.testing.RecordingBus} remembers what they say. */
@NullMarked
package org.busd.testing;

import org.jspecify.annotations.NullMarked;
