package org.busd.it.containers;

import org.busd.it.Ear;

/** A {@code Subscriber} that runs on a host. */
final class HostListener extends Ear {
    private final HostProcess process;

    HostListener(HostProcess process) throws InterruptedException {
        super(process.dialogue());
        this.process = process;
    }

    HostProcess process() {
        return process;
    }
}
