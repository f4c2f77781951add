package org.busd.internal.encode;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.busd.internal.OwnJackson;

/** Jackson, set up so that objects look as the wire format says. */
final class BodyWriter extends Module {
    private final ToJsonContract contract;

    private BodyWriter(ToJsonContract contract) {
        this.contract = contract;
    }

    /** A thread-safe writer of bodies, with a {@link ReusedProvider}. */
    static JsonMapper create(ToJsonContract contract) {
        JsonMapper mapper = JsonMapper.builder()
                .typeFactory(OwnJackson.types())
                .addModule(new BodyWriter(contract))
                .build();
        mapper.setSerializerProvider(new ReusedProvider());
        return mapper;
    }

    @Override
    public String getModuleName() {
        return "bus.d";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addSerializers(new BusSerializers(contract));
    }
}
