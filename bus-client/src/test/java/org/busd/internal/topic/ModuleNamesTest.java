package org.busd.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNamesTest {
    @ParameterizedTest
    @CsvSource({
        "org.example.orders, orders",
        "org.example.orders.web.impl, orders",
        "org.example, example",
        "org.examples.orders, orders",
        "com.acme.shop.cart, shop",
        "com.acme, acme",
        "shop, shop",
        "'', app"
    })
    void isDerivedFromThePackage(String packageName, String modname) {
        assertThat(ModuleNames.derive(packageName, "org.example")).isEqualTo(modname);
    }
}
