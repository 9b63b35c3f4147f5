/**
 * Services that others run, which the hub calls by HTTP: how a call ends in time and takes little memory whatever they do, and how they are asked again when they fail.
 * Nothing here is ever waited for by intake, receipts or delivery.
 */
@NullMarked
package org.demarche.server.outside;

import org.jspecify.annotations.NullMarked;
