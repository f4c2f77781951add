package org.busd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes an address apart. Every refusal is an {@link IllegalArgumentException} that says what would be right. */
final class EndpointSyntax {
    private static final String FORM = "write tcp://host:port or tcp://host:first-last";
    private static final int MOST_PORTS = 1024;

    private EndpointSyntax() {}

    static List<Endpoint> parse(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            throw new IllegalArgumentException("has no scheme; " + FORM);
        }
        checkScheme(text.substring(0, scheme));
        String address = text.substring(scheme + 3);
        int colon = address.lastIndexOf(':');
        boolean portless = colon < 0 || address.endsWith("]");
        if (portless) {
            throw new IllegalArgumentException("has no port; " + FORM);
        }
        return range(host(address.substring(0, colon)), address.substring(colon + 1));
    }

    static void checkPort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is out of range: must be from 1 to 65535");
        }
    }

    private static void checkScheme(String scheme) {
        switch (scheme.toLowerCase(Locale.ROOT)) {
            case "tcp" -> {
                if (!scheme.equals("tcp")) {
                    throw new IllegalArgumentException("the scheme must be in lower case; " + FORM);
                }
            }
            case "ipc" ->
                throw new IllegalArgumentException("ipc:// is refused: in JeroMQ 0.6.0 it is loopback TCP on a port"
                        + " guessed from the path, open to every local user; write tcp://127.0.0.1:port, which at"
                        + " least says so");
            case "inproc" ->
                throw new IllegalArgumentException(
                        "inproc:// does not leave the process, so no other could hear it; " + FORM);
            default ->
                throw new IllegalArgumentException(
                        "the scheme " + scheme + ":// is not known, only tcp:// is; " + FORM);
        }
    }

    private static String host(String written) {
        if (written.startsWith("[") && written.endsWith("]")) {
            String literal = written.substring(1, written.length() - 1);
            if (literal.indexOf(':') < 0) {
                throw new IllegalArgumentException("brackets are for IPv6 addresses, as in tcp://[::1]:4002");
            }
            return Host.check(literal);
        }
        if (written.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "has too many colons; " + FORM + ", an IPv6 address in brackets, as in tcp://[::1]:4002");
        }
        return Host.check(written);
    }

    private static List<Endpoint> range(String host, String ports) {
        int dash = ports.indexOf('-');
        if (dash < 0) {
            return List.of(new Endpoint(host, port(ports)));
        }
        int first = port(ports.substring(0, dash));
        int last = port(ports.substring(dash + 1));
        if (first > last) {
            throw new IllegalArgumentException("the range is upside down: write " + last + "-" + first);
        }
        if (last - first >= MOST_PORTS) {
            throw new IllegalArgumentException(
                    "the range has " + (last - first + 1) + " ports: must be at most " + MOST_PORTS);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            endpoints.add(new Endpoint(host, port));
        }
        return List.copyOf(endpoints);
    }

    private static int port(String digits) {
        if (!Letters.areDigits(digits)) {
            throw new IllegalArgumentException(
                    digits.isEmpty()
                            ? "has no port; " + FORM
                            : "the port " + JsonText.quoted(digits) + " is not a number; " + FORM);
        }
        // Six digits are out of range already; more would not fit an int.
        int port = Integer.parseInt(digits.substring(0, Math.min(digits.length(), 6)));
        if (digits.length() > 6) {
            throw new IllegalArgumentException("port " + digits + " is out of range: must be from 1 to 65535");
        }
        checkPort(port);
        return port;
    }
}
