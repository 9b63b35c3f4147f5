/** Holds what is packed, and what is written of the commands, to what was promised. */
package org.demarche.packaging;
