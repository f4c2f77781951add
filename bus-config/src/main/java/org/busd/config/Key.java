package org.busd.config;

import java.util.List;
import java.util.Locale;

/**
 * A key and what it may hold. Immutable.
 *
 * @param path the key without the leading {@code bus.}
 * @param fullPath the key
 * @param parts the full path's parts
 * @param kind what it may hold
 */
record Key<T>(String path, String fullPath, List<String> parts, Kind<T> kind) {
    static final String ROOT = "bus";

    static <T> Key<T> of(String path, Kind<T> kind) {
        String fullPath = ROOT + "." + path;
        return new Key<>(path, fullPath, List.of(fullPath.split("\\.", -1)), kind);
    }

    String environmentName() {
        return fullPath.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
