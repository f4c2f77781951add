package org.busd;

import java.util.HashMap;
import java.util.Map;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;

/** Settings for tests: a bus of its own on free loopback ports, nothing read from this host. */
public final class TestBus {
    private final Map<String, String> settings = new HashMap<>();
    private final int firstPort;

    public TestBus() {
        this(4);
    }

    public TestBus(int ports) {
        firstPort = FreePorts.range(ports + 1);
        set("endpoints.local", "[\"tcp://127.0.0.1:" + firstPort + "-" + (firstPort + ports - 1) + "\"]");
        set("endpoints.relay", "[\"tcp://127.0.0.1:" + (firstPort + ports) + "\"]");
        set("modname", "test");
        set("name", "local");
        set("shutdown-hook", "off");
    }

    public TestBus set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public int firstPort() {
        return firstPort;
    }

    public BusSettings settings() {
        SettingsLoader loader = SettingsLoader.create().environment(Map.of()).systemProperties(Map.of());
        settings.forEach(loader::set);
        return loader.load();
    }

    public BusClient open() {
        return BusClient.open(settings());
    }
}
