package org.busd.internal.zmq;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.busd.config.Endpoint;

/**
 * Turns endpoints into addresses that need no name service. JeroMQ would ask for a name on its I/O thread, at every
 * retry, and one dead name would stall all connections; so names are resolved before, elsewhere.
 */
public final class TcpAddresses {
    private TcpAddresses() {}

    /** Whether {@code endpoint} can be connected to as it stands: its host is an address. */
    public static boolean isLiteral(Endpoint endpoint) {
        String host = endpoint.host();
        return host.indexOf(':') >= 0 || isIpv4(host);
    }

    private static boolean isIpv4(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /**
     * Asks the name service, which may take seconds; the JVM remembers its answer for {@code networkaddress.cache.ttl}
     * (30 s unless set).
     *
     * @return the endpoint with each address of the host in its place; IPv4 first
     */
    static List<Endpoint> all(Endpoint endpoint) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(endpoint.host()))
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .map(address -> new Endpoint(address.getHostAddress(), endpoint.port()))
                .toList();
    }

    /**
     * Asks the name service, which may take seconds.
     *
     * @return the endpoint with an address for a host; IPv4 where there is one
     */
    public static Endpoint resolve(Endpoint endpoint) throws UnknownHostException {
        return isLiteral(endpoint) ? endpoint : all(endpoint).get(0);
    }
}
