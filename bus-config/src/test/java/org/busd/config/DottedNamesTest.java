package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DottedNamesTest {
    private static final String QUOTED = "bus.endpoints { \"orders.app01\" = [\"tcp://quoted:1\"] }";
    private static final String NESTED = "bus.endpoints { orders { app01 = [\"tcp://nested:1\"] } }";

    private ConfigDirectory config;

    @BeforeEach
    void openDirectory(@TempDir Path directory) {
        config = new ConfigDirectory(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    endpoints { "a.b.c" = ["tcp://h:1"] }      | endpoints."a.b.c"
                    endpoints { a.b.c = ["tcp://h:1"] }        | endpoints."a.b.c"
                    endpoints { a { b { c = ["tcp://h:1"] } } } | endpoints."a.b.c"
                    endpoints { a."b.c" = ["tcp://h:1"] }      | endpoints."a.b.c"
                    signing.certnames { a.b = "c" }            | signing.certnames."a.b"
                    routing-policy { a.b.c = ["d"] }           | routing-policy."a.b.c"
                    consumers { org.x.Foo.enabled = false }    | consumers."org.x.Foo".enabled
                    consumers { "org.x.Foo" { enabled = no } } | consumers."org.x.Foo".enabled
                    """)
    void areTheSameNestedAndQuoted(String setting, String key) {
        config.file("x.conf", "bus { " + setting + " }");

        assertThat(config.load().entry(key))
                .hasValueSatisfying(entry -> assertThat(entry.key()).isEqualTo("bus." + key));
    }

    @Test
    void comeFromTheLaterFileHoweverTheyAreSpelled() {
        config.file("10.conf", QUOTED).file("20.conf", NESTED);
        assertThat(config.load().endpoints()).containsEntry("orders.app01", List.of(new Endpoint("nested", 1)));

        config.file("30.conf", QUOTED);
        assertThat(config.load().endpoints()).containsEntry("orders.app01", List.of(new Endpoint("quoted", 1)));
    }

    @Test
    void comeFromTheLaterLineWithinAFile() {
        config.file("x.conf", QUOTED + "\n" + NESTED);
        assertThat(config.load().endpoints()).containsEntry("orders.app01", List.of(new Endpoint("nested", 1)));

        config.file("x.conf", NESTED + "\n" + QUOTED);
        assertThat(config.load().endpoints()).containsEntry("orders.app01", List.of(new Endpoint("quoted", 1)));
    }

    @Test
    void areNotLostToALongerOneOfAnotherFile() {
        config.file("10.conf", "bus.endpoints { orders = [\"tcp://a:1\"] }").file("20.conf", NESTED);

        assertThat(config.load().endpoints())
                .containsEntry("orders", List.of(new Endpoint("a", 1)))
                .containsEntry("orders.app01", List.of(new Endpoint("nested", 1)));
    }

    @Test
    void areNotLostToAShorterOneOfAnotherFile() {
        config.file("10.conf", NESTED).file("20.conf", "bus.endpoints { orders = [\"tcp://a:1\"] }");

        assertThat(config.load().endpoints()).containsKeys("orders", "orders.app01", "local", "relay");
    }

    @Test
    void lostWhileTheyWaitForASubstitutionAreAFault() {
        config.file("10.conf", "bus.endpoints.orders = ${a}\na = [\"tcp://a:1\"]")
                .file("20.conf", NESTED);

        assertThat(config.faults())
                .containsExactly("10.conf:1: bus.endpoints.orders: is the beginning of another name, or has one as its"
                        + " beginning: write both in quotes");
    }

    @Test
    void keepTheEarlierValueWhereAnOptionalSubstitutionIsOfNothing() {
        config.file("10.conf", QUOTED)
                .file("20.conf", "bus.endpoints { orders.app01 = ${?absent}, a.b = ${?absent}, orders = ${?absent} }");

        assertThat(config.load().endpoints())
                .containsOnlyKeys("local", "orders.app01", "relay")
                .containsEntry("orders.app01", List.of(new Endpoint("quoted", 1)));
    }

    @Test
    void areTakenAwayByNull() {
        config.file("10.conf", NESTED).file("20.conf", "bus.endpoints { relay = null, \"orders.app01\" = null }");

        assertThat(config.load().endpoints()).containsOnlyKeys("local");
    }

    @Test
    void startAnewAfterNullForAllOfThem() {
        config.file("10.conf", QUOTED).file("20.conf", "bus.endpoints = null\nbus.endpoints { a = [\"tcp://a:1\"] }");

        assertThat(config.load().endpoints()).containsOnlyKeys("a");
    }

    @Test
    void startAnewAfterNullAlsoWhereSomethingIsSubstituted() {
        config.file("10.conf", QUOTED).file("20.conf", """
                        x = "tcp://a:1"
                        bus.endpoints = null
                        bus.endpoints { a = [${x}] }
                        """);

        assertThat(config.load().endpoints()).containsOnlyKeys("a");
    }

    @Test
    void canBeBlocksThatAreSubstituted() {
        config.file("x.conf", """
                site { off { enabled = false }, orders { app01 = ["tcp://a:1"] }, none {} }
                bus.consumers."org.x.Foo" = ${site.off}
                bus.endpoints { orders = ${site.orders}, billing = ${site.none} }
                """);

        assertThat(config.load().consumers()).isEqualTo(Map.of("org.x.Foo", new ConsumerSettings(false)));
        assertThat(config.load().endpoints()).containsOnlyKeys("local", "orders.app01", "relay");
    }

    @Test
    void canBeBlocksThatAreSubstitutedAndHaveMore() {
        config.file("10.conf", "site.orders { app01 = [\"tcp://a:1\"] }\nbus.endpoints.orders = ${site.orders}")
                .file("20.conf", "bus.endpoints.orders.app02 = [\"tcp://b:1\"]");

        assertThat(config.load().endpoints()).containsOnlyKeys("local", "orders.app01", "orders.app02", "relay");
    }

    @Test
    void ofABlockThatIsSubstitutedAllMayBeSetOtherwise() {
        config.file("10.conf", "site.off { enabled = false }\nbus.consumers.\"org.x.Foo\" = ${site.off}")
                .file("20.conf", "bus.consumers.\"org.x.Foo\".enabled = true");

        assertThat(config.load().consumers()).isEqualTo(Map.of("org.x.Foo", new ConsumerSettings(true)));
    }

    @Test
    void canBeSubstitutedInTheirOwnSpelling() {
        config.file("10.conf", QUOTED + "\n" + "bus.endpoints.billing.app01 = [\"tcp://b:1\"]")
                .file(
                        "20.conf",
                        "bus.endpoints { a = ${bus.endpoints.\"orders.app01\"}, b = ${bus.endpoints.billing.app01}\n"
                                + "billing.app01 += \"tcp://c:1\" }");

        assertThat(config.load().endpoints())
                .containsEntry("a", List.of(new Endpoint("quoted", 1)))
                .containsEntry("billing.app01", List.of(new Endpoint("b", 1), new Endpoint("c", 1)))
                .containsEntry("b", List.of(new Endpoint("b", 1), new Endpoint("c", 1)));
    }

    @Test
    void canComeFromABlockThatIsSubstituted() {
        config.file(
                "x.conf", "site { orders.app01 = [\"tcp://a:1\"] }\nbus.endpoints = ${site} { b = [\"tcp://b:1\"] }");

        assertThat(config.load().endpoints()).containsOnlyKeys("b", "local", "orders.app01", "relay");
    }

    @Test
    void aConsumerWithoutSettingsIsEnabled() {
        config.file("x.conf", "bus.consumers { \"org.x.Foo\" {} }");

        assertThat(config.load().consumers()).isEqualTo(Map.of("org.x.Foo", new ConsumerSettings(true)));
    }
}
