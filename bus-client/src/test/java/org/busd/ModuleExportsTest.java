package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module shows to the world; more is a promise to keep. */
class ModuleExportsTest {
    @Test
    void onlyTheApiIsExported() throws Exception {
        ModuleDescriptor module;
        try (InputStream compiled = Objects.requireNonNull(Bus.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .resolve("module-info.class")
                .toURL()
                .openStream())) {
            module = ModuleDescriptor.read(compiled);
        }
        assertThat(module.name()).isEqualTo("org.busd.client");
        assertThat(module.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("org.busd", "org.busd.actor", "org.busd.testing"));
        assertThat(module.opens()).isEmpty();
    }
}
