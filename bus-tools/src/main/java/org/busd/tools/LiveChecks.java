package org.busd.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.busd.BusException;
import org.busd.HealthInlet;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;

/** Whether those who should be there are: the services at their endpoints, and the consumers of the daemon. */
final class LiveChecks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BusSettings settings;
    private final InTime inTime;

    LiveChecks(BusSettings settings, InTime inTime) {
        this.settings = settings;
        this.inTime = inTime;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(services());
        settings.monitoring().endpoint().ifPresent(endpoint -> findings.addAll(consumers(endpoint)));
        return findings;
    }

    /** A service has as many endpoints as it may have processes, so one that answers will do. */
    private List<Finding> services() {
        Map<String, List<Endpoint>> services = ServiceAddresses.of(settings);
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        services.values().forEach(endpoints::addAll);
        Map<Endpoint, String> answers = inTime.all(
                List.copyOf(endpoints),
                endpoint -> ZmtpGreeting.at(endpoint, inTime.left()),
                "does not answer in time");
        List<Finding> findings = new ArrayList<>();
        services.forEach((key, listed) -> findings.addAll(service(key, listed, answers)));
        return findings;
    }

    private static List<Finding> service(String key, List<Endpoint> listed, Map<Endpoint, String> answers) {
        List<Finding> findings = new ArrayList<>();
        List<String> serving = new ArrayList<>();
        for (Endpoint endpoint : listed) {
            String answer = answers.getOrDefault(endpoint, "");
            if (answer.equals(ZmtpGreeting.ANSWERS)) {
                serving.add(endpoint.toString());
            } else if (!answer.equals(ZmtpGreeting.NOBODY)) {
                findings.add(Finding.failed(key, endpoint + " " + answer));
            }
        }
        if (!serving.isEmpty()) {
            findings.add(Finding.ok(key, String.join(", ", serving) + (serving.size() == 1 ? " answers" : " answer")));
        } else if (findings.isEmpty()) {
            findings.add(Finding.failed(key, "nobody listens at " + named(listed)));
        }
        return findings;
    }

    private static String named(List<Endpoint> listed) {
        return listed.size() == 1
                ? listed.get(0).toString()
                : listed.get(0) + " nor " + (listed.size() - 1) + " others";
    }

    private List<Finding> consumers(Endpoint endpoint) {
        String key = "bus.monitoring.endpoint";
        try {
            Optional<byte[]> report = HealthInlet.read(settings, reached(endpoint), inTime.left());
            if (report.isEmpty()) {
                return List.of(Finding.failed(key, endpoint + " has said nothing in time; it does every five seconds"));
            }
            return consumers(key, endpoint, JSON.readTree(report.get()));
        } catch (BusException e) {
            return List.of(Finding.failed(key, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return List.of(Finding.failed(key, endpoint + " says what is not JSON: " + e.getMessage()));
        }
    }

    /** How what is bound there is reached from this host. */
    private static Endpoint reached(Endpoint bound) {
        return bound.isWildcard()
                ? new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), bound.port())
                : bound;
    }

    private static List<Finding> consumers(String key, Endpoint endpoint, JsonNode report) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                key,
                endpoint + " tells of " + report.path("consumers").size() + " consumers and "
                        + report.path("producers").size() + " producers"));
        report.path("consumers").forEach(one -> findings.add(worker("consumer", one)));
        report.path("producers").forEach(one -> findings.add(worker("producer", one)));
        return findings;
    }

    /** As fedmsg-check: healthy is what is initialized. What it threw is for somebody to look at. */
    private static Finding worker(String kind, JsonNode worker) {
        String what = kind + " " + worker.path("name").asText();
        long exceptions = worker.path("exceptions").asLong();
        String backlog =
                worker.has("backlog") ? ", backlog " + worker.path("backlog").asLong() : "";
        String detail = exceptions + " exceptions" + backlog;
        if (!worker.path("initialized").asBoolean()) {
            return Finding.failed(what, "is not initialized; " + detail);
        }
        return exceptions == 0 ? Finding.ok(what, detail) : Finding.warning(what, detail);
    }
}
