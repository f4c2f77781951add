package org.busd.internal.relay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import org.busd.internal.zmq.Binding;
import org.busd.internal.zmq.ZmqSocket;

/**
 * Endpoints that a relay or a gateway binds, all of them.
 *
 * @param listed as in the settings
 * @param key where they are set, for errors
 */
public record BoundEndpoints(List<Endpoint> listed, String key, Binding binding) {

    /** How often a socket is bound for them. */
    int count() {
        return distinct().size();
    }

    /**
     * Binds {@code socket} for all of them.
     *
     * @throws Failure if one cannot be bound; names it and its key
     */
    public void bind(ZmqSocket socket) {
        for (Endpoint endpoint : distinct()) {
            if (!binding.bind(socket, endpoint)) {
                throw new Failure("cannot bind " + endpoint + " (" + key + "): it is taken, or not an address of this"
                        + " host; look who holds it (ss -ltnp), or list another");
            }
        }
    }

    /** Two relays on two hosts may share their settings; then several endpoints are the same port here. */
    private Collection<Endpoint> distinct() {
        Map<Endpoint, Endpoint> byBinding = new LinkedHashMap<>();
        listed.forEach(endpoint -> byBinding.putIfAbsent(binding.of(endpoint), endpoint));
        return byBinding.values();
    }
}
