package org.busd;

import java.util.HashMap;
import java.util.Map;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;

/** A bus of a test's own: free loopback ports or none at all, and nothing read from this host. */
public final class TestBus {
    private final Map<String, String> settings = new HashMap<>();
    private final Wire wire;
    private final MemoryBus memory = new MemoryBus();
    private final int firstPort;

    public TestBus() {
        this(4);
    }

    public TestBus(int ports) {
        this(Wire.ZEROMQ, ports);
    }

    public TestBus(Wire wire) {
        this(wire, 4);
    }

    private TestBus(Wire wire, int ports) {
        this.wire = wire;
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
        SettingsLoader loader = SettingsLoader.isolated();
        settings.forEach(loader::set);
        return loader.load();
    }

    public BusClient open() {
        return wire.open(settings(), memory);
    }
}
