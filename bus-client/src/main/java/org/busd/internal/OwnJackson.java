package org.busd.internal;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/**
 * Jackson without what it leaves behind by default: types in a cache that all mappers of the JVM share, buffers in the
 * thread locals of every thread that reads. Either holds a class loader for as long as the JVM, or the thread, lives.
 */
public final class OwnJackson {
    private static final int FIRST_TYPES = 16;
    /** Jackson's own measure. */
    private static final int MOST_TYPES = 200;

    private OwnJackson() {}

    /** A factory whose buffers are in a pool of its own. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder().recyclerPool(new RecyclerPlaces());
    }

    /** Types for one mapper, which go with it. */
    public static TypeFactory types() {
        LookupCache<Object, JavaType> cache = new LRUMap<>(FIRST_TYPES, MOST_TYPES);
        return TypeFactory.defaultInstance().withCache(cache);
    }
}
