package org.busd.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;

/** Settings of a benchmark's own: nothing is read from this host. */
public final class Settings {
    private final Map<String, String> settings = new HashMap<>();

    public Settings() {
        set("name", "local");
        set("modname", "bench");
        set("shutdown-hook", "off");
    }

    public Settings set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Publishers bind {@code port} of the loopback interface, subscribers connect to it. */
    public Settings port(int port) {
        return set("endpoints.local", "[\"tcp://127.0.0.1:" + port + "\"]");
    }

    public BusSettings load() {
        SettingsLoader loader = SettingsLoader.isolated();
        settings.forEach(loader::set);
        return loader.load();
    }
}
