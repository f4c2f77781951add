package org.busd.internal.relay;

import java.util.List;
import zmq.Msg;

/** What a passage does to each message on its way. Confined to the passage's thread. */
public interface Treatment {
    /** Nothing: frames pass as they are. */
    Treatment NONE = (frames, counters) -> {};

    /**
     * Changes a message in place, or leaves it.
     *
     * @param frames all of one message; never none
     */
    void treat(List<Msg> frames, RelayCounters counters);
}
