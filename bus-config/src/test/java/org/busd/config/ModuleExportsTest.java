package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import org.junit.jupiter.api.Test;

class ModuleExportsTest {
    @Test
    void onlyTheApiIsExported() throws IOException {
        URL classes = BusSettings.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream in = new URL(classes, "module-info.class").openStream()) {
            ModuleDescriptor module = ModuleDescriptor.read(in);

            assertThat(module.name()).isEqualTo("org.busd.config");
            assertThat(module.isOpen()).isFalse();
            assertThat(module.opens()).isEmpty();
            assertThat(module.exports())
                    .extracting(ModuleDescriptor.Exports::source)
                    .containsExactly("org.busd.config");
            assertThat(module.requires())
                    .extracting(ModuleDescriptor.Requires::name)
                    .containsExactlyInAnyOrder("java.base", "org.jspecify", "typesafe.config");
        }
    }
}
