package org.busd.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.busd.BusException;
import org.busd.config.BusSettings;
import org.busd.config.SettingsEntry;
import org.busd.config.SettingsException;

/**
 * What SIGHUP does: reads the settings again, lets the service take over what it can, and says what changed, what needs a
 * restart, or why nothing was taken over. One call at a time.
 */
final class Reload {
    private final Service service;
    private final Supplier<BusSettings> loader;
    private final Supervisor supervisor;
    private final Console console;
    /** What the service runs with, by key. */
    private final Map<String, String> running;

    Reload(Service service, BusSettings running, Supplier<BusSettings> loader, Supervisor supervisor, Console console) {
        this.service = service;
        this.loader = loader;
        this.supervisor = supervisor;
        this.console = console;
        this.running = values(running);
    }

    void run() {
        supervisor.reloading();
        try {
            BusSettings fresh = loader.get();
            fresh.warnings().forEach(warning -> console.tell("warning: " + warning));
            take(fresh);
        } catch (SettingsException | BusException e) {
            console.tell("not reloaded, everything goes on as before: " + e.getMessage());
        } finally {
            supervisor.ready();
        }
    }

    private void take(BusSettings settings) {
        Map<String, String> fresh = values(settings);
        List<String> changed = changed(fresh);
        Service.Reloaded reloaded = service.reload(settings, changed);
        reloaded.taken().forEach(key -> running.compute(key, (same, before) -> fresh.get(key)));
        List<String> pending = new ArrayList<>(changed);
        pending.removeAll(reloaded.taken());

        List<String> parts = new ArrayList<>();
        if (!reloaded.taken().isEmpty()) {
            parts.add("taken over: " + String.join(", ", reloaded.taken()));
        }
        parts.addAll(reloaded.news());
        // Found by those who sign and verify, within two seconds and without us: here it is only told.
        for (Finding finding : service.keys(settings)) {
            parts.add(
                    finding.isFailure()
                            ? finding.what() + ": " + finding.detail() + " (what was read before stays in force)"
                            : finding.what() + ": " + finding.detail());
        }
        if (!pending.isEmpty()) {
            parts.add("changed, but taken over only by a restart: " + String.join(", ", pending));
        }
        console.tell("reloaded: " + (parts.isEmpty() ? "nothing has changed" : String.join("; ", parts)));
    }

    private List<String> changed(Map<String, String> fresh) {
        TreeSet<String> keys = new TreeSet<>(running.keySet());
        keys.addAll(fresh.keySet());
        keys.removeIf(key -> running.containsKey(key)
                && fresh.containsKey(key)
                && running.get(key).equals(fresh.get(key)));
        return List.copyOf(keys);
    }

    private static Map<String, String> values(BusSettings settings) {
        Map<String, String> values = new TreeMap<>();
        for (SettingsEntry entry : settings.entries()) {
            values.put(entry.key(), entry.value());
        }
        return values;
    }
}
