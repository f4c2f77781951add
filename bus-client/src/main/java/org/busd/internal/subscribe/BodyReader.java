package org.busd.internal.subscribe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.busd.internal.OwnJackson;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of bodies: Jackson, with the {@link WireTypes} and whatever modules the program brings along. It remembers
 * the program's classes, so each client has one, and lets go of them when it is closed.
 *
 * <p>Thread-safe.
 */
public final class BodyReader {
    /** Made when the first body is wanted as an object; written under the lock of this. */
    private volatile @Nullable JsonMapper mapper;
    /** Guarded by this. */
    private boolean closed;

    /**
     * A new object for the body of {@code envelope}.
     *
     * @throws IOException if it does not fit {@code type}
     */
    public <T> T read(Envelope envelope, Class<T> type) throws IOException {
        JsonMapper made = mapper;
        return (made == null ? make() : made)
                .readerFor(type)
                .readValue(envelope.canonical(), envelope.bodyFrom(), envelope.bodyLength());
    }

    private synchronized JsonMapper make() {
        JsonMapper made = mapper;
        if (made == null) {
            made = JsonMapper.builder(EnvelopeReader.FACTORY)
                    .typeFactory(OwnJackson.types())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .addModule(new WireTypes())
                    .findAndAddModules()
                    .build();
            mapper = closed ? null : made;
        }
        return made;
    }

    /** Forgets the program's classes. Bodies can still be read, each by a mapper of its own. */
    public synchronized void close() {
        closed = true;
        mapper = null;
    }
}
