package org.busd.signing;

import com.fasterxml.jackson.core.JsonGenerationException;

/** Makes the exception for something that cannot be written; the maker knows where in the object it is. */
@FunctionalInterface
interface Faults {
    JsonGenerationException fault(String what);
}
