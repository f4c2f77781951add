package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The built-in defaults, from a resource of this package: another {@code reference.conf} on the class path is not met. */
final class Defaults {
    static final Config CONFIG = read();

    private Defaults() {}

    private static Config read() {
        try (InputStream in = Defaults.class.getResourceAsStream("reference.conf")) {
            if (in == null) {
                throw new IllegalStateException("reference.conf is missing beside " + Defaults.class.getName());
            }
            return ConfigFactory.parseString(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(Origins.DEFAULT));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
