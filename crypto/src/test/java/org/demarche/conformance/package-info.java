/**
 * Where the conformance kit's cases come from. {@link org.demarche.conformance.VectorFiles} writes them all anew; each class {@code …Vectors} tells those of one subject,
 * and says of each whether it is to be accepted, which the reference client must agree with.
 */
package org.demarche.conformance;
