// Tools that nobody offers, written down with their class before the classifier saw them: how it does on
// what it was not made from. A line is `name | description`; what is empty is not told.

export const INVENTED: Readonly<Record<string, string>> = {
  Read: `
    invoice_lookup | Finds an invoice by its number
    trade_history | Past trades of the account
    portfolio.positions | Open positions with their profit and loss
    list_chargebacks | Lists disputed payments
    getOrderBook | Depth of the market for a symbol
    estimate_gas | Estimates the gas that a transaction would need
    wallet_balance | Balance of a wallet in wei
    check_mailbox | Checks for unread mail
    ReadEmail | Reads one message by its id
    list_deleted_messages | Messages in the trash
    file_info | Size, owner and times of a file
    directory_listing | Names in a folder
    glob | Finds files that match a pattern
    diff_files | Compares two files line by line
    get_pod_logs | Logs of a pod
    describe_node | Describes a node of the cluster
    deployment_history | Earlier revisions of a deployment
    rollout_status | Whether a rollout has finished
    build_log | Output of a build
    pipeline_runs | Runs of a pipeline, newest first
    search_contacts | Searches the CRM for people
    crm.deals.list |
    account_summary | Summary of one account
    token_price | Price of a token in dollars
    getNftMetadata | Metadata of an NFT
    block_explorer_search | Searches blocks and addresses
    light_state | Whether a light is on
    thermostat_readings | Temperature of each room
    sensor-history | Values of a sensor over time
    describe_schema | Tables and columns
    explain_query | Shows the plan of a statement without executing it
    db_stats | Size of each table
    page_screenshot | Takes a picture of the page
    get_page_text | Text of the current page
    free_busy | When people are free
    upcoming_events | Events of the next days
    calendar_search | Searches events by words
    campaign_performance | Clicks and cost of a campaign
    keyword_ideas | Suggests keywords for an ad group
    audience_size_estimate | Estimates how many people an audience reaches
    weather | Current weather of a city
    exchange_rates | Rates of the day
    translate_text | Translates a text into another language
    word_count | Counts words
    ask_docs | Answers a question from the manuals
    who_am_i | The account behind the key
    can_delete_repo | Whether the caller may delete the repository
    was_refunded | Whether a payment was refunded
    last_purchase | What a customer bought last
    cancellation_policy | Terms under which a booking can be cancelled
    deletion_requests_list | Requests to delete personal data
    validate_iban | Checks the digits of an IBAN
    route_planner | Computes a route between two places
    geocode_address | Coordinates of an address
    listar_pedidos | Lista os pedidos do cliente
    consultar_saldo | Consulta o saldo da conta
    buscar_producto | Busca un producto por nombre
    obtener_factura | Devuelve una factura
    obterEstoque | Retorna o estoque de um produto
    verificar_disponibilidad | Verifica si hay habitaciones libres
    estado_del_pedido | Estado de un pedido
    historico_de_pagamentos | Pagamentos já feitos
    ver_calendario | Muestra los eventos de la semana
    rastrear_encomenda | Rastreia uma encomenda pelo código
    查询余额 | 查询账户余额
    get_weather | 查询天气`,
  Write: `
    draftEmail | Saves a draft
    reply_to_thread | Sends an answer to everybody in a thread
    send_newsletter | Sends a newsletter to a list
    label_message | Puts a label on a message
    mark_spam | Marks a message as spam
    save_file | Saves text to a file
    append_line | Appends a line to a file
    renameFolder | Renames a folder
    zip_upload | Uploads an archive
    apply_manifest | Applies a manifest to the cluster
    scale_replicas | Sets how many replicas run
    label_node | Adds a label to a node
    create_pipeline | Creates a pipeline from a file
    set_secret | Stores a secret for a pipeline
    approve_merge_request | Approves a merge request
    add_lead | Adds a lead to the CRM
    move_deal_stage | Moves a deal to another stage
    log_call | Notes a telephone call with a customer
    assign_owner | Gives a contact another owner
    mergeContacts | Merges two contacts into one
    add_payment_method | Stores a card for later
    update_billing_address | Changes the address on invoices
    rename_wallet | Gives a wallet another name
    set_temperature | Sets the target of a thermostat
    turn_off_lights | Turns off all lights of a room
    lock_door | Locks the front door
    insert_rows | Inserts rows into a table
    add_column | Adds a column to a table
    create_index | Creates an index
    schedule_meeting | Puts a meeting into the calendar
    invite_guests | Invites people to an event
    update_event | Changes the time of an event
    respond_invite | Accepts or declines an invitation
    create_campaign | Creates an advertising campaign as a draft
    rename_ad_group | Renames an ad group
    update_quiet_hours | Updates when notifications are silent
    remember_fact | Remembers a fact about the user
    tag_photos | Tags photos
    follow_user | Follows an account
    publish_post | Publishes a post on the blog
    post_tweet |
    subscribe_topic | Subscribes to a topic
    create_order_template | Creates a template for orders
    update_price_list | Changes prices in the catalogue
    set_refund_policy | Sets the text of the refund policy
    undelete_file | Brings back a deleted file
    criar_cliente | Cria um cliente
    atualizar_cadastro | Atualiza o cadastro de um fornecedor
    enviar_mensagem | Envia uma mensagem no WhatsApp
    agregar_contacto | Agrega un contacto a la lista
    modificar_reserva | Modifica la fecha de una reserva
    guardarNota | Guarda una nota
    marcar_como_lido | Marca a mensagem como lida
    subir_archivo | Sube un archivo a la carpeta
    agendar_reuniao | Agenda uma reunião
    asignar_tarea | Asigna una tarea a una persona
    add_to_cart | Adds an article to the cart
    ha_toggle |
    email_flag |
    创建日程 | 创建一个新的日程`,
  Execute: `
    run_script | Runs a script on the host
    exec_in_container | Executes a command in a container
    restart_pod | Restarts a pod
    rollout_restart | Restarts a deployment
    trigger_build | Starts a build
    retry_job | Runs a failed job again
    cancel_build | Stops a build that is running
    deploy_to_staging | Deploys a branch to staging
    rollback_release | Goes back to the release before
    run_notebook | Runs every cell of a notebook
    python_repl | Runs Python code
    evaluate_javascript | Evaluates JavaScript in the page
    click_button | Clicks a button
    typeText | Types text into a field
    navigate | Opens an address
    press_enter | Presses Enter
    start_vm | Starts a virtual machine
    reboot_router | Reboots the router
    run_sql | Runs any SQL statement
    graphql_execute | Executes a GraphQL document
    call_function | Calls a cloud function
    generate_video | Generates a video from a prompt
    launch_rocket_simulation | Launches a simulation
    start_vacuum_cleaner | Starts the robot
    play_song | Plays a song
    open_garage | Opens the garage
    trigger_scene | Triggers a scene
    make_http_request | Makes an HTTP request with any method
    start_recording | Starts a recording
    stop_campaign_experiment | Stops an experiment
    ejecutar_consulta | Ejecuta una consulta en la base de datos
    executar_rotina | Executa uma rotina agendada
    reiniciar_servidor | Reinicia el servidor
    iniciar_tarefa | Inicia uma tarefa
    generar_informe | Genera un informe
    运行脚本 | 运行一个脚本`,
  Destructive: `
    delete_invoice_draft | Deletes a draft
    purge_mailbox | Empties a mailbox for good
    deleteMessage | Deletes a message
    empty_trash | Empties the trash
    rm_file | Removes a file
    removeDirectory | Removes a folder and all in it
    delete_namespace | Deletes a namespace and everything in it
    evict_pod | Evicts a pod
    destroy_stack | Tears down a stack
    terraform_destroy | Destroys all resources of a workspace
    delete_artifact |
    artifact.delete |
    DELETE_CONTACT | Deletes a contact
    crm_deal_remove | Removes a deal
    bulkDeleteLeads | Deletes many leads
    revoke_api_key | Revokes a key
    kv_namespace_delete |
    r2_bucket_delete |
    d1_database_delete |
    drop_table | Drops a table
    truncateTable | Removes all rows
    wipe_device | Wipes a phone from afar
    clear_history | Forgets everything that was said
    delete_event | Deletes an event
    cancel_meeting | Cancels a meeting and tells the guests
    delete_campaign | Deletes a campaign
    uninstall_app | Uninstalls an application
    terminate_instance | Terminates a machine
    forget_user | Erases everything about a person
    unregister_device | Removes a device from the account
    archive_project | Archives a project. This also deletes all its branches and cannot be undone.
    close_account | Closes the account and permanently deletes its data
    user_deletion | Deletes a user
    move_to_trash | Moves a file to the trash
    excluir_pedido | Exclui um pedido
    apagar_arquivo | Apaga um arquivo
    eliminar_usuario | Elimina un usuario
    borrarMensaje | Borra un mensaje
    remover_membro | Remove um membro do grupo
    cancelar_cita | Cancela una cita
    limpar_historico | Limpa o histórico
    vaciar_papelera | Vacía la papelera
    删除文件 | 删除一个文件`,
  Financial: `
    charge_customer | Charges the card of a customer
    issue_refund | Gives money back to a buyer
    createPayout | Pays a seller
    send_invoice_payment | Pays an invoice
    capture_authorization | Captures what was authorized
    void_payment | Voids a payment
    place_limit_order |
    place_market_order | Places an order at the best price
    buy_stock | Buys shares
    sellCrypto | Sells coins
    close_position | Closes a position at market
    open_position | Opens a leveraged position
    commit_convert_trade |
    swap_tokens | Swaps one token for another
    send_eth | Sends ether to an address
    sendTransaction | Signs a transaction and broadcasts it
    stake_tokens | Stakes tokens with a validator
    bridge_funds | Moves funds to another chain
    mint_nft | Mints an NFT and pays for it
    approve_token_spend | Lets a contract spend tokens of the wallet
    withdraw_funds | Withdraws money to a bank
    topup_credits | Adds credits and charges the card on file
    buy_phone_number | Buys a telephone number
    purchase_domain | Registers a domain for a year and charges the account
    book_and_pay_flight | Books a flight and pays for it
    donate | Donates to a cause
    place_bet | Places a bet
    transfer_money | Moves money between accounts
    wireTransfer | Sends a wire
    create_subscription | Starts a paid subscription
    cancel_subscription | Ends a subscription
    pay_bill | Pays a bill
    checkout | Completes the purchase of the cart with the saved card
    send_tip | Sends a tip to a creator
    pagar_boleto | Paga um boleto
    transferir_fondos | Transfiere fondos a otra cuenta
    emitir_reembolso | Emite un reembolso
    cobrar_cliente | Cobra al cliente
    comprar_passagem | Compra uma passagem aérea
    estornar_pagamento | Estorna um pagamento
    enviar_pix | Envia um Pix
    realizar_pago | Realiza un pago con tarjeta
    vender_acciones | Vende acciones
    支付订单 | 支付一个订单`,
}
