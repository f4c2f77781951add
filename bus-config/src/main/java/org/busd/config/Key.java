package org.busd.config;

import java.util.List;
import java.util.Locale;

/**
 * A key and what it may hold. Immutable.
 *
 * @param path the key without the leading {@code bus.}
 * @param kind what it may hold
 */
record Key<T>(String path, Kind<T> kind) {
    static final String ROOT = "bus";

    String fullPath() {
        return ROOT + "." + path;
    }

    /** The path's parts, {@code bus} first. */
    List<String> parts() {
        return List.of(fullPath().split("\\.", -1));
    }

    String environmentName() {
        return fullPath().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
