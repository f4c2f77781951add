package org.busd.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The kinds of addresses, and the rule which of them may stand for all interfaces. */
final class Address {
    private static final String NOT_A_WILDCARD = "stands for all interfaces, but others connect here: name the host"
            + " (any name but a loopback one binds all interfaces)";

    private Address() {}

    /** Addresses, ranges of ports among them, at least one. */
    static Kind<List<Endpoint>> endpoints(Wildcard wildcard) {
        Kind<List<List<Endpoint>>> ranges = new ListOf<>(endpointOrRange(wildcard), true);
        return new Mapped<>(
                ranges, found -> found.stream().flatMap(List::stream).toList());
    }

    /** A single address. */
    static Kind<Endpoint> endpoint() {
        Kind<List<Endpoint>> range = endpointOrRange(Wildcard.ALLOWED);
        return setting -> range.read(setting)
                .flatMap(found -> found.size() == 1
                        ? Optional.of(found.get(0))
                        : setting.refuse("must be one address, without a range of ports"));
    }

    /** {@code http://host:port}. */
    static Kind<URI> http() {
        return setting -> {
            String text = setting.text().orElse("");
            try {
                if (text.startsWith("http://")) {
                    List<Endpoint> found = EndpointSyntax.parse("tcp" + text.substring("http".length()));
                    if (found.size() == 1) {
                        return Optional.of(URI.create(text));
                    }
                }
            } catch (IllegalArgumentException refused) {
                // Told below.
            }
            return setting.refuse("must be http://host:port, without a path");
        };
    }

    /** An interface's name or address, or {@code *}. */
    static Kind<String> host() {
        return setting -> {
            try {
                return Optional.of(Host.check(setting.text().orElse("")));
            } catch (IllegalArgumentException refused) {
                return setting.refuse(refused.getMessage() + ", or * for all interfaces");
            }
        };
    }

    private static Kind<List<Endpoint>> endpointOrRange(Wildcard wildcard) {
        return setting -> {
            Optional<String> text = setting.text();
            if (text.isEmpty()) {
                return setting.refuse("must be text: write \"tcp://host:port\"");
            }
            try {
                List<Endpoint> found = EndpointSyntax.parse(text.get());
                return wildcard == Wildcard.REFUSED && found.get(0).isWildcard()
                        ? setting.refuse(NOT_A_WILDCARD)
                        : Optional.of(found);
            } catch (IllegalArgumentException refused) {
                return setting.refuse(String.valueOf(refused.getMessage()));
            }
        };
    }

    /** Whether an address may stand for all interfaces. */
    enum Wildcard {
        /** It is only ever bound. */
        ALLOWED,
        /** Others connect to it. */
        REFUSED
    }
}
