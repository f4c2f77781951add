/**
 * How messages get from process to process, without a word of by what: the seam between publishing and subscribing on the
 * one side, ZeroMQ (or a bus in memory) on the other.
 */
@NullMarked
package org.busd.internal.transport;

import org.jspecify.annotations.NullMarked;
