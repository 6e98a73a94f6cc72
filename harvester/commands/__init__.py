"""What the command line does: a module for each group of commands, their options, and how results are printed."""
