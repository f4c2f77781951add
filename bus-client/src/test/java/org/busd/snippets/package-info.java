/** The examples of README.md and docs/, as programs; {@code SnippetsTest} runs them and compares them with the text. */
@NullUnmarked
package org.busd.snippets;

import org.jspecify.annotations.NullUnmarked;
