package org.busd.internal.zmq;

import org.busd.internal.transport.OutletEvents;

/** What an outlet tells a test that does not listen, or only to some of it. */
class SilentEvents implements OutletEvents {
    @Override
    public void handedOn(int messages, long bytes) {}

    @Override
    public void dropped(int bytes) {}

    @Override
    public void changed() {}

    @Override
    public void heldBack() {}

    @Override
    public void waited(long nanos) {}

    @Override
    public void dropping() {}
}
