package org.busd.internal.zmq;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
     * Asks the name service, which may take seconds.
     *
     * @return the endpoint with an address for a host; IPv4 where there is one
     */
    public static Endpoint resolve(Endpoint endpoint) throws UnknownHostException {
        if (isLiteral(endpoint)) {
            return endpoint;
        }
        InetAddress[] found = InetAddress.getAllByName(endpoint.host());
        InetAddress best = found[0];
        for (InetAddress address : found) {
            if (address instanceof Inet4Address) {
                best = address;
                break;
            }
        }
        return new Endpoint(best.getHostAddress(), endpoint.port());
    }
}
