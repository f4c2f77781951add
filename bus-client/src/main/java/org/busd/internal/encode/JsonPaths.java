package org.busd.internal.encode;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;

/** Paths inside an object for people: {@code order.items[3].price}. */
final class JsonPaths {
    private static final int MAX_LENGTH = 160;

    private JsonPaths() {}

    static String of(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (Reference reference : fault.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    /** A cycle's path is as long as the depth allows; both its ends say enough. */
    static String shortened(String path) {
        return path.length() <= MAX_LENGTH
                ? path
                : path.substring(0, MAX_LENGTH / 2) + "…" + path.substring(path.length() - MAX_LENGTH / 2);
    }
}
