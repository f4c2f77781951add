@NullMarked
package org.busd.config;

import org.jspecify.annotations.NullMarked;
