package org.busd.tools;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;

/** Whether the hosts of all endpoints have addresses. */
final class EndpointChecks {
    private final BusSettings settings;
    private final InTime inTime;

    EndpointChecks(BusSettings settings, InTime inTime) {
        this.settings = settings;
        this.inTime = inTime;
    }

    List<Finding> findings() {
        Map<String, List<Endpoint>> services = listed();
        Set<String> hosts = new LinkedHashSet<>();
        services.values().forEach(endpoints -> endpoints.forEach(endpoint -> hosts.add(endpoint.host())));
        Map<String, String> addresses =
                inTime.all(List.copyOf(hosts), EndpointChecks::address, "it was not found in time");
        List<Finding> findings = new ArrayList<>();
        services.forEach((key, endpoints) -> findings.add(finding(key, endpoints, addresses)));
        return findings;
    }

    /** What this host connects to, and what a daemon of it binds, by the key that says so. */
    private Map<String, List<Endpoint>> listed() {
        Map<String, List<Endpoint>> all = new LinkedHashMap<>(ServiceAddresses.of(settings));
        // `bus publish` goes there whatever bus.publish.via is.
        put(all, "bus.relay.inbound", settings.relay().inbound());
        put(all, "bus.relay.outbound", settings.relay().outbound());
        put(all, "bus.gateway.endpoint", List.of(settings.gateway().endpoint()));
        settings.monitoring().endpoint().ifPresent(one -> put(all, "bus.monitoring.endpoint", List.of(one)));
        return all;
    }

    private static void put(Map<String, List<Endpoint>> all, String key, List<Endpoint> endpoints) {
        List<Endpoint> named =
                endpoints.stream().filter(one -> !one.isWildcard()).toList();
        if (!named.isEmpty()) {
            all.put(key, named);
        }
    }

    /** Begins with {@code =} for an address, else it is why there is none. */
    private static String address(String host) {
        try {
            return "=" + InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            return "the host is unknown";
        }
    }

    private static Finding finding(String key, List<Endpoint> endpoints, Map<String, String> addresses) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            String address = addresses.getOrDefault(endpoint.host(), "");
            if (!address.startsWith("=")) {
                return Finding.failed(key, endpoint + ": " + address);
            }
            known.put(endpoint.host(), address.substring(1));
        }
        List<String> words = new ArrayList<>();
        known.forEach((host, address) -> words.add(host.equals(address) ? host : host + " is " + address));
        return Finding.ok(key, count(endpoints.size()) + ", " + String.join(", ", words));
    }

    private static String count(int endpoints) {
        return endpoints == 1 ? "1 endpoint" : endpoints + " endpoints";
    }
}
