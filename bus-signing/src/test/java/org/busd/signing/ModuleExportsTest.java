package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the module shows to others is a decision: it changes here or not at all. */
class ModuleExportsTest {
    @Test
    void exportsTheApiAndNothingElse() throws Exception {
        ModuleDescriptor module = descriptor();
        assertThat(module.name()).isEqualTo("org.busd.signing");
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::toString))
                .containsExactly("org.busd.signing");
        assertThat(module.opens()).isEmpty();
    }

    @Test
    void handsOnJacksonCoreOfWhichItsApiIsMade() throws Exception {
        ModuleDescriptor module = descriptor();
        assertThat(module.requires())
                .filteredOn(r -> r.modifiers().equals(Set.of(ModuleDescriptor.Requires.Modifier.TRANSITIVE)))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactly("com.fasterxml.jackson.core");
    }

    private static ModuleDescriptor descriptor() throws Exception {
        URL classes = CanonicalJson.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream info =
                classes.toURI().resolve("module-info.class").toURL().openStream()) {
            return ModuleDescriptor.read(info);
        }
    }
}
