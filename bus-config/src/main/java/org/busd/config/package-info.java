/**
 * The settings of bus.d. {@link org.busd.config.BusSettings#load()} reads them from where they live on a host;
 * {@link org.busd.config.SettingsLoader} says from where else. What is wrong is told all at once, in a
 * {@link org.busd.config.SettingsException}, each fault with its key, value, file and line, and what would be right.
 */
@NullMarked
package org.busd.config;

import org.jspecify.annotations.NullMarked;
