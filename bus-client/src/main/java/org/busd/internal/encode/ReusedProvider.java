package org.busd.internal.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CacheProvider;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import java.io.IOException;

/**
 * What Jackson makes for each value that it writes, made once for many: it is a seventh of what a publish allocates. What
 * belongs to one value (attributes, the identities of objects) is dropped after each.
 *
 * <p>Confined to one thread at a time.
 */
final class ReusedProvider extends DefaultSerializerProvider {
    private static final long serialVersionUID = 1L;

    /** A blueprint, for a mapper. */
    ReusedProvider() {}

    private ReusedProvider(SerializerProvider blueprint, SerializationConfig config, SerializerFactory factory) {
        super(blueprint, config, factory);
    }

    private ReusedProvider(ReusedProvider blueprint, CacheProvider caches) {
        super(blueprint, caches);
    }

    @Override
    public ReusedProvider createInstance(SerializationConfig config, SerializerFactory factory) {
        return new ReusedProvider(this, config, factory);
    }

    @Override
    public ReusedProvider withCaches(CacheProvider caches) {
        return new ReusedProvider(this, caches);
    }

    /** Whether it knows all types that have been written; one that does not looks them up under a lock. */
    @SuppressWarnings("ReferenceEquality") // Made anew where it changes.
    boolean isCurrent() {
        return _knownSerializers == _serializerCache.getReadOnlyLookupMap();
    }

    /** Writes one value. */
    void write(JsonGenerator generator, Object value) throws IOException {
        try {
            serializeValue(generator, value);
        } finally {
            _attributes = _config.getAttributes();
            _seenObjectIds = null;
            _objectIdGenerators = null;
            _generator = null;
        }
    }
}
