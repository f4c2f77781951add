package org.busd.internal.zmq;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.busd.config.Endpoint;

/**
 * Recognises an endpoint that this process has bound, whichever of the host's addresses it is listed with.
 *
 * @param bound what was bound
 */
public record OwnAddress(Endpoint bound) {

    /** Whether a connection to {@code address}, no name, would come to ourselves. */
    public boolean is(Endpoint address) {
        if (address.port() != bound.port()) {
            return false;
        }
        if (!bound.isWildcard()) {
            return address.host().equals(bound.host()) || (bound.isLoopback() && address.isLoopback());
        }
        try {
            InetAddress host = InetAddress.getByName(address.host());
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
