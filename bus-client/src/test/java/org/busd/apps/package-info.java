/** Programs that tests load by class loaders of their own. */
package org.busd.apps;
