package org.busd.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;

/** What this host connects to as its settings say, by the key that says so. */
final class ServiceAddresses {
    private ServiceAddresses() {}

    static Map<String, List<Endpoint>> of(BusSettings settings) {
        Map<String, List<Endpoint>> all = new LinkedHashMap<>();
        settings.endpoints().forEach((service, endpoints) -> all.put("bus.endpoints." + quoted(service), endpoints));
        if (settings.publish().via() == Publish.Via.RELAY) {
            all.put("bus.relay.inbound", settings.relay().inbound());
        }
        return all;
    }

    private static String quoted(String service) {
        return service.indexOf('.') < 0 ? service : '"' + service + '"';
    }
}
