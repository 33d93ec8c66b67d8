"""An invented network to try the application with: clinics in four countries and a year of audits of them."""
