/** What people see: the board of real hubs in a real browser. Only in the profile {@code ui}, which needs Chromium and brings Playwright. */
@NullMarked
package org.demarche.ui;

import org.jspecify.annotations.NullMarked;
