int not_a_plugin = 1;
