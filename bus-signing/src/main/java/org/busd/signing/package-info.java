/**
 * What a message's signature is made over, and how it is made and checked.
 *
 * <p>The bytes that are signed are the canonical JSON of the envelope: what Python's
 * {@code json.dumps(m, sort_keys=True, separators=(',', ':'))} prints.
 * {@link org.busd.signing.CanonicalGenerator} writes it from Java objects,
 * {@link org.busd.signing.CanonicalJson} makes it of received text.
 */
@NullMarked
package org.busd.signing;

import org.jspecify.annotations.NullMarked;
