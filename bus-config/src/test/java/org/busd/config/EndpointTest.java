package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:4002",
                "tcp://app01.example.org:65535",
                "tcp://app01.example.org.:1",
                "tcp://compose_service_1:4002",
                "tcp://[::1]:4002",
                "tcp://[2001:db8::1]:4002",
                "tcp://[fe80::1%eth0]:4002",
                "tcp://*:4002"
            })
    void isWrittenAsItWasRead(String text) {
        assertThat(Endpoint.parse(text)).singleElement().hasToString(text);
    }

    @Test
    void isTheSameIfHostAndPortAre() {
        Endpoint endpoint = new Endpoint("h", 4002);
        assertThat(endpoint).isEqualTo(new Endpoint("h", 4002)).hasSameHashCodeAs(new Endpoint("h", 4002));
        assertThat(endpoint)
                .isNotEqualTo(new Endpoint("h", 4003))
                .isNotEqualTo(new Endpoint("H", 4002))
                .isNotEqualTo("tcp://h:4002");
    }

    @Test
    void aRangeOfPortsIsAListInItsOrder() {
        assertThat(Endpoint.parse("tcp://h:4002-4004"))
                .containsExactly(new Endpoint("h", 4002), new Endpoint("h", 4003), new Endpoint("h", 4004));
        assertThat(Endpoint.parse("tcp://[::1]:1-1")).containsExactly(new Endpoint("::1", 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    127.0.0.1:4002        | has no scheme; write tcp://host:port or tcp://host:first-last
                    ipc:///tmp/bus        | ipc:// is refused: in JeroMQ 0.6.0 it is loopback TCP on a port guessed from the path, open to every local user
                    inproc://bus          | inproc:// does not leave the process
                    udp://h:1             | the scheme udp:// is not known, only tcp:// is
                    TCP://h:1             | the scheme must be in lower case
                    tcp://h               | has no port
                    tcp://h:              | has no port
                    tcp://[::1]           | has no port
                    tcp://h:http          | the port "http" is not a number
                    tcp://h:-5            | has no port
                    tcp://h:40-           | has no port
                    tcp://h:4002/bus      | the port "4002/bus" is not a number
                    tcp://h:0             | port 0 is out of range: must be from 1 to 65535
                    tcp://h:65536         | port 65536 is out of range: must be from 1 to 65535
                    tcp://h:99999999999   | port 99999999999 is out of range: must be from 1 to 65535
                    tcp://h:4017-4002     | the range is upside down: write 4002-4017
                    tcp://h:1-65535       | the range has 65535 ports: must be at most 1024
                    tcp://:4002           | has no host
                    tcp://::1:4002        | has too many colons
                    tcp://[h]:4002        | brackets are for IPv6 addresses
                    tcp://[::g]:4002      | the host "::g" is not an IPv6 address
                    tcp://[fe80::1%]:4002 | the host "fe80::1%" is not an IPv6 address
                    tcp://a b:4002        | the host "a b" is not a host name
                    tcp://-a:4002         | the host "-a" is not a host name
                    tcp://a..b:4002       | the host "a..b" is not a host name
                    tcp://user@h:4002     | the host "user@h" is not a host name
                    tcp://256.0.0.1:4002  | the host "256.0.0.1" is not an IPv4 address
                    tcp://127.0.0.01:4002 | the host "127.0.0.01" is not an IPv4 address
                    tcp://127.1:4002      | the host "127.1" is not an IPv4 address
                    """)
    void whatIsNotAnAddressIsRefusedWithWhatWouldBeRight(String text, String message) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(JsonText.quoted(text) + ": " + message);
    }

    @Test
    void aHostNameHasPartsOfAtMost63AndIsAtMost253Long() {
        String longest = "a".repeat(63);
        String whole = (longest + ".").repeat(3) + "a".repeat(61);

        assertThat(new Endpoint(whole, 1).host()).hasSize(253);
        assertThatThrownBy(() -> new Endpoint(whole + "a", 1)).hasMessageContaining("is not a host name");
        assertThatThrownBy(() -> new Endpoint(longest + "a", 1)).hasMessageContaining("is not a host name");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST, true",
        "127.0.0.1, true",
        "127.255.0.1, true",
        "::1, true",
        "0:0:0:0:0:0:0:1, true",
        "128.0.0.1, false",
        "127.example.org, false",
        "app01, false",
        "::2, false",
        "*, false"
    })
    void loopbackIsToldWithoutANameServer(String host, boolean loopback) {
        assertThat(new Endpoint(host, 1).isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @CsvSource({"*, true", "0.0.0.0, true", "::, true", "127.0.0.1, false", "::1, false", "h, false"})
    void aWildcardStandsForAllInterfaces(String host, boolean wildcard) {
        assertThat(new Endpoint(host, 1).isWildcard()).isEqualTo(wildcard);
    }

    @Test
    void theWidestRangeHas1024Ports() {
        assertThat(Endpoint.parse("tcp://h:1-1024").stream().map(Endpoint::port).collect(Collectors.toSet()))
                .hasSize(1024);
    }
}
