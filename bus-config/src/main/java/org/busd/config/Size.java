package org.busd.config;

import java.util.Optional;

/**
 * A number of bytes in a range, with its unit.
 *
 * @param least the smallest that makes sense, in bytes
 * @param most the biggest that makes sense, in bytes
 * @param range both in words
 */
record Size(long least, long most, String range) implements Kind<Long> {
    /** The range as one writes it in a file. */
    static Size of(String least, String most) {
        return new Size(
                Units.MEMORY.parse(least).orElseThrow(),
                Units.MEMORY.parse(most).orElseThrow(),
                "from " + least + " to " + most);
    }

    @Override
    public Optional<Long> read(Setting setting) {
        String text = setting.text().orElse("");
        if (Units.isMissing(text)) {
            return setting.refuse(
                    "has no unit: write " + text.strip() + "KiB or " + text.strip() + "MiB, or B for bytes");
        }
        Optional<Long> bytes = Units.MEMORY.parse(text);
        return bytes.isPresent() && bytes.get() >= least && bytes.get() <= most
                ? bytes
                : setting.refuse("must be a size " + range + ", with a unit of B, KiB, MiB or GiB");
    }
}
