package org.busd.internal.zmq;

import zmq.Msg;

/** Stands for a frame that {@link FrameLimit} has refused: empty, and not what its sender meant. */
final class RefusedFrame extends Msg {}
