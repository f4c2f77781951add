package org.busd;

import org.jspecify.annotations.Nullable;

/**
 * Implemented by objects that say themselves what they look like as JSON. A class that does not want to depend on bus.d
 * can have a public method {@code toJson()} without arguments instead; both are honoured wherever such an object stands
 * inside another one.
 */
@FunctionalInterface
public interface ToJson {
    /**
     * What this object looks like. Called on the publishing thread, before {@code publish} returns.
     *
     * @return JSON text (a {@link CharSequence}, parsed and written canonically), or anything else that can be encoded: a
     *     map, a record, a {@link com.fasterxml.jackson.databind.JsonNode}; null for JSON's {@code null}
     */
    @Nullable
    Object toJson();
}
