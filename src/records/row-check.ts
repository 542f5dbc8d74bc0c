/** The validator of a register's rows, compiled from the plan and the codes in force; kept while they stay the same. */
