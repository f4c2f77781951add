package org.busd.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a host may look like. Never asks a name server. */
final class Host {
    private Host() {}

    /** Returns the host as it is, or throws an {@link IllegalArgumentException} that says why it is none. */
    static String check(String host) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("has no host; write a host name or an address");
        }
        if (host.indexOf(':') >= 0) {
            ipv6(host);
        } else if (!host.equals("*")) {
            checkName(host);
        }
        return host;
    }

    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || (isIpv4(host) && host.startsWith("127."))
                || (host.indexOf(':') >= 0 && ipv6(host).isLoopbackAddress());
    }

    static boolean isWildcard(String host) {
        return host.equals("*")
                || host.equals("0.0.0.0")
                || (host.indexOf(':') >= 0 && ipv6(host).isAnyLocalAddress());
    }

    /** RFC 1123, and one dot at the end for a name that is complete. */
    private static void checkName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String[] labels = name.split("\\.", -1);
        boolean sound = name.length() <= 253;
        for (String label : labels) {
            sound &= isLabel(label);
        }
        if (!sound) {
            throw new IllegalArgumentException("the host " + JsonText.quoted(host) + " is not a host name: letters,"
                    + " digits, - and _, in parts of at most 63 parted by dots");
        }
        // No top-level domain is a number (RFC 3696), so this was meant as an address.
        boolean meantAsAddress = Letters.areDigits(labels[labels.length - 1]);
        if (meantAsAddress && !isIpv4(host)) {
            throw new IllegalArgumentException("the host " + JsonText.quoted(host) + " is not an IPv4 address: four"
                    + " numbers from 0 to 255, without leading zeros");
        }
    }

    private static boolean isLabel(String label) {
        return Letters.areWord(label) && label.length() <= 63 && !label.startsWith("-") && !label.endsWith("-");
    }

    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean isOctet = Letters.areDigits(part)
                    && part.length() <= 3
                    && Integer.parseInt(part) <= 255
                    && (part.length() == 1 || !part.startsWith("0"));
            if (!isOctet) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv6(String host) {
        int zone = host.indexOf('%');
        String literal = zone < 0 ? host : host.substring(0, zone);
        boolean zoneSound = zone < 0 || isLabel(host.substring(zone + 1));
        try {
            if (zoneSound) {
                // In brackets the JDK takes it for an address or refuses it, without a look-up.
                return InetAddress.getByName("[" + literal + "]");
            }
        } catch (UnknownHostException refused) {
            // Told below.
        }
        throw new IllegalArgumentException("the host " + JsonText.quoted(host) + " is not an IPv6 address");
    }
}
