package org.busd.config;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A number of bytes in a range, with its unit.
 *
 * @param least the smallest that makes sense, as one writes it
 * @param most the biggest that makes sense
 */
record Size(String least, String most) implements Kind<Long> {
    @Override
    public Optional<Long> read(Setting setting) {
        Optional<String> text = setting.text();
        if (text.filter(Unit::isMissing).isPresent()) {
            return setting.refuse("has no unit: write " + text.get().strip() + "KiB or "
                    + text.get().strip() + "MiB, or B for bytes");
        }
        Optional<BigInteger> bytes = text.flatMap(Size::parse).filter(this::isInRange);
        return bytes.isPresent()
                ? bytes.map(BigInteger::longValueExact)
                : setting.refuse(
                        "must be a size from " + least + " to " + most + ", with a unit of B, KiB, MiB or GiB");
    }

    private boolean isInRange(BigInteger bytes) {
        return bytes.compareTo(parse(least).orElseThrow()) >= 0
                && bytes.compareTo(parse(most).orElseThrow()) <= 0;
    }

    private static Optional<BigInteger> parse(String text) {
        return Unit.parse(text, config -> config.getMemorySize("v").toBytesBigInteger());
    }
}
