package org.busd.internal.zmq;

import java.net.UnknownHostException;
import java.util.List;
import org.busd.config.Endpoint;

/** A name service. Thread-safe; an answer may take seconds. */
interface Lookup {
    /**
     * The addresses of an endpoint whose host is a name.
     *
     * @return the endpoint with each address in place of the name, the best first; at least one
     */
    List<Endpoint> addresses(Endpoint listed) throws UnknownHostException;
}
