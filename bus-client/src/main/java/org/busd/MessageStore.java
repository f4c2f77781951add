package org.busd;

import java.io.IOException;
import java.util.List;

/**
 * Something that has kept what was said on the bus, and so can be asked for what a consumer missed while it was away. bus.d
 * brings none yet; this is what a store is to answer. To be thread-safe: consumers run side by side.
 */
public interface MessageStore {
    /**
     * What came after a position.
     *
     * @param position where the consumer stood
     * @param topics what it listens to, as {@link Consumer#topics()}; none: everything
     * @param most how many at the most; ask again from the last one for more
     * @return envelopes as they were on the wire, oldest first; the one at {@code position} is not among them; empty: there
     *     is no more
     * @throws IOException if the store cannot answer, or does not go back so far
     */
    List<byte[]> after(Position position, List<String> topics, int most) throws IOException;
}
